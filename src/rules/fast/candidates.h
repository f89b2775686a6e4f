// Candidate: what may stand where in a text, and the memory that looking for candidates needs.
#pragma once

#include <cstdint>
#include <vector>

namespace cm {

/// What was added under this id may stand here: whoever asked compares the letters.
struct Candidate {
  std::uint32_t id = 0;
  std::uint32_t begin = 0;
};

/// Kept from text to text by one thread.
struct CandidateScratch {
  std::vector<std::uint32_t> begins;
  std::vector<std::uint32_t> ends;
};

}  // namespace cm
