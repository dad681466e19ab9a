import { decode, ExtensionCodec, encode } from '@msgpack/msgpack';

/** A value that is known only after the apply. Terraform may say a little about it (its refinements), kept as sent. */
export class Unknown {
  constructor(
    readonly extensionType: number,
    readonly data: Uint8Array,
  ) {}
}

/** A value as Terraform exchanges it with a provider: objects and maps are both records. */
export type Value = null | boolean | number | string | Uint8Array | Unknown | Value[] | Values;
export type Values = { [name: string]: Value };

/** `DynamicValue` of the protocol. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/** The MessagePack extension types of cty: unknown, and unknown with refinements. */
const unknownType = 0;
const refinedUnknownType = 12;

export const unknown = new Unknown(unknownType, Uint8Array.of(0));

const extensionCodec = new ExtensionCodec();
for (const type of [unknownType, refinedUnknownType]) {
  extensionCodec.register({
    type,
    encode: (value) => (value instanceof Unknown && value.extensionType === type ? value.data : null),
    decode: (data) => new Unknown(type, Uint8Array.from(data)),
  });
}

export function decodeValue(value: DynamicValue): Value {
  return decode(value.msgpack ?? Uint8Array.of(0xc0), { extensionCodec }) as Value;
}

export function encodeValue(value: Value): DynamicValue {
  return { msgpack: encode(value, { extensionCodec }) };
}

/** Decodes what is an object or, where there is no such resource, null. */
export function decodeObject(value: DynamicValue): Values | null {
  return decodeValue(value) as Values | null;
}

export function isObject(value: Value | undefined): value is Values {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Uint8Array)
  );
}

/** Whether a value is known and given, so that it can be checked or built upon. */
export function isKnown(value: Value | undefined): value is Exclude<Value, null | Unknown> {
  return value !== undefined && value !== null && !(value instanceof Unknown);
}

export function isWhollyKnown(value: Value): boolean {
  if (value instanceof Unknown) return false;
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  return isObject(value) ? Object.values(value).every(isWhollyKnown) : true;
}
