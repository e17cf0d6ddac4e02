// Terms: a vocabulary that was given, as tables that threads share.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "terms_worker.hpp"
#include "wirecopy/terms.hpp"

namespace wirecopy {

struct Vocabulary::Impl {
  /// Tables, and per level the column of each number.
  struct Lookup {
    detail::Tables tables;
    std::vector<std::vector<std::uint32_t>> columns;
  };
  Lookup strings;  ///< each term as it stands
  std::size_t columns = 0;

  /// Terms as what `options` makes of a text. Built when first asked for.
  const Lookup& lookup(const CountOptions& options) const;

 private:
  mutable std::mutex mutex_;
  mutable std::map<unsigned, std::unique_ptr<Lookup>> runs_;  // terms of up to so many words
};

}  // namespace wirecopy
