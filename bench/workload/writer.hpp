// Somebody's way of writing: how they head sections, put keys before values, and state amounts. Chosen once for a
// document, so that a document is of one hand.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workload/amounts.hpp"
#include "workload/handoff.hpp"
#include "workload/words.hpp"

namespace qd::workload {

enum class Heading : std::uint8_t { plain, numbered, emoji, subtitle, bold_line, deep };
enum class KeyForm : std::uint8_t { bold_colon_inside, bold_colon_outside, plain, paragraph, bold_dash };

class Writer {
 public:
  Writer(Random& random, Variety variety, const Company& company, std::string& text, Ledger& ledger);

  void heading(std::string_view title);
  /// A key with its value, in this hand's form; the value is what `value` appends.
  template <std::invocable Value>
  void key(std::string_view name, Value value) {
    begin_key(name);
    value();
    end_key();
  }
  void key(std::string_view name, std::string_view value) {
    key(name, [&] { text += value; });
  }
  void line(std::string_view content) { text.append(content).push_back('\n'); }
  void blank() { text.push_back('\n'); }

  /// `count` different words of the list, in changing order.
  [[nodiscard]] std::vector<std::string_view> draw(std::span<const std::string_view> list, std::size_t count);
  /// "2026-05-17".
  [[nodiscard]] std::string date(int first_month, int last_month);

  Random& random;
  const Variety variety;
  const Company& company;
  std::string& text;
  Ledger& ledger;
  const Language& language;
  const Notation& notation;

 private:
  void begin_key(std::string_view name);
  void end_key();

  Heading heading_ = Heading::plain;
  KeyForm key_form_ = KeyForm::bold_colon_inside;
  int section_ = 0;
};

// The parts of a document, each with its own entries in the ledger.
void write_preamble(Writer& writer, std::string_view project);
void write_expenses(Writer& writer);
void write_revenue(Writer& writer);
void write_mixed_financials(Writer& writer);
void write_actions(Writer& writer);
void write_assets(Writer& writer);
void write_funnel(Writer& writer);
void write_channels(Writer& writer);
void write_milestones_and_risks(Writer& writer);
/// Money that is none of the entity's: price lists, projections, samples in fences, prose, comments.
void write_distraction(Writer& writer);

}  // namespace qd::workload
