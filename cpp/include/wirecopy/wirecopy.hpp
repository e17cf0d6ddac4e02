// The whole of wirecopy: one include for programs that embed it.
#pragma once

#include "wirecopy/clean.hpp"
#include "wirecopy/clusters.hpp"
#include "wirecopy/control.hpp"
#include "wirecopy/errors.hpp"
#include "wirecopy/memory.hpp"
#include "wirecopy/minhash.hpp"
#include "wirecopy/pairs.hpp"
#include "wirecopy/passages.hpp"
#include "wirecopy/pipeline.hpp"
#include "wirecopy/relations.hpp"
#include "wirecopy/terms.hpp"
#include "wirecopy/text.hpp"
#include "wirecopy/tokens.hpp"
#include "wirecopy/tree.hpp"
#include "wirecopy/vectors.hpp"
#include "wirecopy/version.hpp"
