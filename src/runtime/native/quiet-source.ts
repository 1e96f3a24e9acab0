/**
 * A third C++ file, compiled into the addon. TensorFlow 2.21 logs through Abseil, which ignores TF_CPP_MIN_LOG_LEVEL unless the program
 * passes it on; Python does, tfjs-node does not, and each start would print three lines about oneDNN. The function is weak: a library
 * with another Abseil (its name carries the version) is left as it is.
 */
export const quietSource = `#include <cstdlib>
namespace absl {
inline namespace lts_20250814 {
enum class LogSeverityAtLeast : int;
__attribute__((weak)) void SetMinLogLevel(LogSeverityAtLeast level);
}
}
namespace {
struct PassOnLogLevel {
  PassOnLogLevel() {
    const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
    if (level == nullptr || &absl::SetMinLogLevel == nullptr) return;
    const int value = std::atoi(level);
    if (value > 0) absl::SetMinLogLevel(static_cast<absl::LogSeverityAtLeast>(value > 3 ? 3 : value));
  }
} pass_on_log_level;
}
`;
