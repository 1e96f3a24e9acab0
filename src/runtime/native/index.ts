export { diagnoseMachine, type Finding } from "./diagnose-machine.js";
export { loadNative, type NativeEngine } from "./load-native.js";
export { nativeBinding, type NativeBinding } from "./native-binding.js";
export { openBackend, type BackendName, type OpenBackend, type OpenBackendOptions } from "./open-backend.js";
export { loadCpu } from "./plain-backends.js";
export { setUpNative } from "./set-up.js";
export type { NativeData, NativeTensor, TfjsBinding } from "./tfjs-binding.js";
