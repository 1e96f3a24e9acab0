export { diagnoseMachine, type Finding } from "./diagnose-machine.js";
export type { NativeEnvironment } from "./environment.js";
export { loadNative, type NativeEngine, type NativeResult, type SavedModel } from "./load-native.js";
export { nativeBinding, type BindingResult, type NativeBinding } from "./native-binding.js";
export { openBackend, type BackendName, type OpenBackend, type OpenBackendOptions } from "./open-backend.js";
export { loadCpu, loadWasm } from "./plain-backends.js";
export { setUpNative, type SetUpOptions, type SetUpResult } from "./set-up.js";
export type { NativeAttribute, NativeData, NativeTensor, TfjsBinding } from "./tfjs-binding.js";
