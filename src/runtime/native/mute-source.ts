/**
 * An addon that points standard error elsewhere and back. TensorFlow 2.21 writes lines about oneDNN while the dynamic
 * loader initialises it, before any log level can be set; so standard error is muted for exactly as long as the
 * libraries are being loaded. It is the whole process's: who calls these holds the lock of `stderr-lock.ts`, so that no
 * two threads do and nothing that another one writes is lost.
 */
export const muteSource = `#include <fcntl.h>
#include <unistd.h>
#include <cstdio>
#include <node_api.h>
static int kept = -1;
static napi_value Mute(napi_env, napi_callback_info) {
  if (kept >= 0) return nullptr;
  std::fflush(stderr);
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return nullptr;
  kept = fcntl(2, F_DUPFD_CLOEXEC, 3);
  if (kept >= 0) dup2(nowhere, 2);
  close(nowhere);
  return nullptr;
}
static napi_value Unmute(napi_env, napi_callback_info) {
  if (kept < 0) return nullptr;
  std::fflush(stderr);
  dup2(kept, 2);
  close(kept);
  kept = -1;
  return nullptr;
}
extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "mute", NAPI_AUTO_LENGTH, Mute, nullptr, &function);
  napi_set_named_property(env, exports, "mute", function);
  napi_create_function(env, "unmute", NAPI_AUTO_LENGTH, Unmute, nullptr, &function);
  napi_set_named_property(env, exports, "unmute", function);
  return exports;
}
`;
