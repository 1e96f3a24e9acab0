/** A tensor the addon holds. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | object | readonly number[];
}

export type NativeData = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/**
 * The addon's functions and constants as `binding/tfjs_binding.cc` of tfjs-node 4.22 exports them. Every call is
 * synchronous.
 */
export interface TfjsBinding {
  /** The buffer is shared, not copied: do not write to it while the tensor lives. */
  createTensor(shape: readonly number[], dtype: number, data: NativeData | readonly Uint8Array[]): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): NativeData | readonly string[];
  executeOp(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly NativeTensor[];
  /** Returns a session; tags joined by commas. */
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(session: number): void;
  /** Names such as `x:0,y:0`, joined by commas; inputs are kept, outputs are new tensors. */
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): readonly NativeTensor[];
  getNumOfSavedModels(): number;
  getNumOfTensors(): number;
  isUsingGpuDevice(): boolean;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_COMPLEX64: number;
  readonly TF_STRING: number;
  readonly TF_RESOURCE: number;
  readonly TF_UINT8: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_RESOURCE: number;
  readonly TF_Version: string;
}
