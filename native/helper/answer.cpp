#include "helper/answer.hpp"

#include <cstring>

#include "system/system_error.hpp"

namespace sinfonia::helper {
namespace {

// What does not fit is cut; the longest line fits, as a test tells.
void append(Line& line, std::string_view text) {
  const std::size_t room = line.text.size() - line.size;
  const std::size_t size = text.size() < room ? text.size() : room;
  std::memcpy(line.text.data() + line.size, text.data(), size);
  line.size += size;
}

}  // namespace

Line answer_line(const Verdict& verdict, std::string_view name) {
  Line line;
  if (verdict) {
    append(line, R"({"result":"created","name":")");
    append(line, name);
    append(line, "\"}\n");
    return line;
  }
  const ReasonRow& row = row_of(verdict.reason);
  append(line, R"({"result":"refused","reason":")");
  append(line, row.word);
  append(line, R"(","message":")");
  append(line, row.sentence);
  if (const char* const error = system::errno_name(verdict.error)) {
    append(line, R"(","errno":")");
    append(line, error);
  }
  append(line, "\"}\n");
  return line;
}

}  // namespace sinfonia::helper
