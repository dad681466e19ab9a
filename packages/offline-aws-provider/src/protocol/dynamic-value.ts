import { decode, ExtensionCodec, encode } from '@msgpack/msgpack';
import { Unknown, type Value, type Values } from './value';

/** The message `DynamicValue` of Terraform's plugin protocol: a value in MessagePack or JSON. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/** The MessagePack extension types that Terraform uses for unknown values: 0 without refinements, 12 with refinements. */
const unknownType = 0;
const refinedUnknownType = 12;

/** The encoding of null in MessagePack. */
const encodedNull = Uint8Array.of(0xc0);

/** An unknown value without refinements (constraints on the value). */
export const unknown = new Unknown(unknownType, Uint8Array.of(0));

const extensionCodec = new ExtensionCodec();
for (const type of [unknownType, refinedUnknownType]) {
  extensionCodec.register({
    type,
    encode: (value) => (value instanceof Unknown && value.extensionType === type ? value.data : null),
    decode: (data) => new Unknown(type, Uint8Array.from(data)),
  });
}

/** Decodes a state, a plan or a configuration. Returns null if the value is null, for example for a resource that does not exist. */
export function decodeObject({ msgpack = encodedNull }: DynamicValue): Values | null {
  return decode(msgpack, { extensionCodec }) as Values | null;
}

export function encodeValue(value: Value): DynamicValue {
  return { msgpack: encode(value, { extensionCodec }) };
}
