// A JSON object of many large arrays, handed on in pieces, so that it is never whole in memory.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json_writer.hpp"
#include "render/facts_output.hpp"

namespace qd::render {

/// One member of the whole: an array, one element a line, handed on in pieces.
class Pieces {
 public:
  explicit Pieces(const Sink& sink) : sink_(sink) {}

  template <class Elements, class Write>
  void array(std::string_view name, Elements&& elements, Write write) {
    out_ += ",\n";
    append_json_string(out_, name);
    out_ += ":[";
    bool first = true;
    for (const auto& element : elements) {
      out_ += first ? "\n" : ",\n";
      first = false;
      JsonWriter json(out_);
      write(json, element);
      flush_if_full();
    }
    out_ += first ? "]" : "\n]";
  }
  void flush_if_full() {
    constexpr std::size_t kPiece = 64 << 10;
    if (out_.size() >= kPiece) flush();
  }
  void flush() {
    sink_(out_);
    out_.clear();
  }
  std::string& out() { return out_; }

 private:
  const Sink& sink_;
  std::string out_;
};

}  // namespace qd::render
