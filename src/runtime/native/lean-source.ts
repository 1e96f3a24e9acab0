/**
 * An addon that gives memory back while TensorFlow's library is at work that is done once: pages of its files that were
 * touched and are clean, which the kernel has anyway and maps again when they are touched again. Loading alone touches
 * 350 MB of symbol names, relocations and constructors, XLA's compiler 150 MB, and training hardly any of it. Only
 * segments that are never written are given back; where there is no such call it does nothing.
 */
export const leanSource = `#include <node_api.h>
#ifdef __linux__
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <thread>
struct State {
  std::mutex guard;
  std::condition_variable changed;
  int users = 0;
  // The last user is done: once more, and now.
  bool due = false;
  bool started = false;
};
// Never destroyed: a process may exit while the thread, which nobody waits for, is at work.
static State& state = *new State;
static int give_back(struct dl_phdr_info* info, size_t, void*) {
  if (info->dlpi_name == nullptr || std::strstr(info->dlpi_name, "libtensorflow") == nullptr) return 0;
  const uintptr_t page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    const uintptr_t from = (info->dlpi_addr + segment.p_vaddr + page - 1) & ~(page - 1);
    const uintptr_t to = (info->dlpi_addr + segment.p_vaddr + segment.p_filesz) & ~(page - 1);
    if (to > from) madvise(reinterpret_cast<void*>(from), to - from, MADV_DONTNEED);
  }
  return 0;
}
static void work() {
  std::unique_lock<std::mutex> lock(state.guard);
  for (;;) {
    state.changed.wait(lock, [] { return state.users > 0 || state.due; });
    state.changed.wait_for(lock, std::chrono::milliseconds(20), [] { return state.due; });
    state.due = false;
    lock.unlock();
    dl_iterate_phdr(give_back, nullptr);
    lock.lock();
  }
}
static napi_value Begin(napi_env, napi_callback_info) {
  std::lock_guard<std::mutex> lock(state.guard);
  state.users++;
  try {
    if (!state.started) std::thread(work).detach();
    state.started = true;
  } catch (...) {
    // No thread is to be had: the memory stays for now, and the next user tries again.
  }
  state.changed.notify_one();
  return nullptr;
}
static napi_value End(napi_env, napi_callback_info) {
  std::lock_guard<std::mutex> lock(state.guard);
  if (state.users == 0 || --state.users > 0) return nullptr;
  state.due = true;
  state.changed.notify_one();
  return nullptr;
}
#else
static napi_value Begin(napi_env, napi_callback_info) { return nullptr; }
static napi_value End(napi_env, napi_callback_info) { return nullptr; }
#endif
extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "begin", NAPI_AUTO_LENGTH, Begin, nullptr, &function);
  napi_set_named_property(env, exports, "begin", function);
  napi_create_function(env, "end", NAPI_AUTO_LENGTH, End, nullptr, &function);
  napi_set_named_property(env, exports, "end", function);
  return exports;
}
`;
