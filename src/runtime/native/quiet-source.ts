/**
 * An addon of its own, loaded before tfjs-node's. TensorFlow 2.21 logs through Abseil, which ignores
 * TF_CPP_MIN_LOG_LEVEL unless the program passes it on; Python does, tfjs-node does not. The function is weak: a
 * library with another Abseil (its name carries the version) is left as it is. What is written while the libraries are
 * being loaded comes too early for it: see `mute-source.ts`.
 */
export const quietSource = `#include <cstdlib>
#include <node_api.h>
namespace absl {
inline namespace lts_20250814 {
enum class LogSeverityAtLeast : int;
__attribute__((weak)) void SetMinLogLevel(LogSeverityAtLeast level);
}
}
extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env, napi_value exports) {
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  if (level != nullptr && absl::SetMinLogLevel != nullptr) {
    const int value = std::atoi(level);
    if (value > 0) absl::SetMinLogLevel(static_cast<absl::LogSeverityAtLeast>(value > 3 ? 3 : value));
  }
  return exports;
}
`;
