/**
 * The protobuf wire format, writing only: as much as a SavedModel needs. A message is built field by field in any
 * order; its bytes are joined once at the end.
 */
export class Message {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** int32, int64, enum (negative numbers as 64-bit two's complement, as protobuf wants) or bool. */
  varint(field: number, value: number | boolean): this {
    return this.#push(varintBytes(field * 8)).#push(varintBytes(Number(value)));
  }

  /** A 32-bit float. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#push(varintBytes(field * 8 + 5)).#push(bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#push(varintBytes(field * 8 + 2))
      .#push(varintBytes(value.length))
      .#push(value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value));
  }

  message(field: number, value: Message): this {
    this.#push(varintBytes(field * 8 + 2)).#push(varintBytes(value.#length));
    for (const part of value.#parts) this.#push(part);
    return this;
  }

  /** One entry of a `map<string, Message>`, which is a repeated message of key and value. */
  entry(field: number, key: string, value: Message): this {
    return this.message(field, new Message().string(1, key).message(2, value));
  }

  finish(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  #push(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }
}

const encoder = new TextEncoder();

function varintBytes(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that a protobuf field can hold`);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}
