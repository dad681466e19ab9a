import { number, object, oneOf, oneOfKinds, optional, type Shape, string } from '../../../stacks/settings/shape';

interface Settings {
  readonly name: string;
  readonly size?: number;
  readonly mode: 'block' | 'count';
}

type Place =
  | { readonly kind: 'local' }
  | { readonly kind: 'remote'; readonly host: string; readonly port?: undefined }
  | { readonly kind: 'remote'; readonly host: string; readonly port: number };

const mode = oneOf('block', 'count');

/** Shapes that must compile, because they contain every field of the type with the correct type. */
export const compilableShapes: readonly [Shape<Settings>, Shape<Place>] = [
  object<Settings>({ name: string, size: optional(number()), mode }),
  oneOfKinds<Place>({ local: {}, remote: { host: string, port: optional(number()) } }),
];

/** Shapes that must not compile. `npm run check` fails if the line after a `@ts-expect-error` compiles. */
export const uncompilableShapes: readonly unknown[] = [
  // @ts-expect-error an optional field is missing
  object<Settings>({ name: string, mode }),
  // @ts-expect-error a required field is missing
  object<Settings>({ size: optional(number()), mode }),
  // @ts-expect-error the type has no such field
  object<Settings>({ name: string, size: optional(number()), mode, colour: string }),
  // @ts-expect-error the field has the wrong type
  object<Settings>({ name: number(), size: optional(number()), mode }),
  // @ts-expect-error an optional field is required
  object<Settings>({ name: string, size: number(), mode }),
  // @ts-expect-error a required field is optional
  object<Settings>({ name: optional(string), size: optional(number()), mode }),
  // @ts-expect-error one of the strings is missing
  object<Settings>({ name: string, size: optional(number()), mode: oneOf('block') }),
  // @ts-expect-error the type has no such string
  object<Settings>({ name: string, size: optional(number()), mode: oneOf('block', 'count', 'log') }),
  // @ts-expect-error a kind is missing
  oneOfKinds<Place>({ remote: { host: string, port: optional(number()) } }),
  // @ts-expect-error a field of one kind is missing
  oneOfKinds<Place>({ local: {}, remote: { host: string } }),
  // @ts-expect-error a field is required although only one of two members has it
  oneOfKinds<Place>({ local: {}, remote: { host: string, port: number() } }),
];
