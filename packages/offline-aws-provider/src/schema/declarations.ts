import type { Binding } from './binding';
import { argumentShape, computedShape, type FindStruct, lowerFirst, type Shape } from './shape';

/** The declaration of an argument, attribute or block in the generated TypeScript. */
export interface Declaration extends Shape, Flags {
  readonly isBlock: boolean;
}

interface Flags {
  readonly name: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
}

/** The declarations of a binding, by struct. */
export interface Declarations {
  /** The name of the struct that contains the arguments and attributes of the resource itself. */
  readonly root: string;
  of(struct: string): Declaration[];
}

/** The exported parts of the generated TypeScript, by keyword and name, for example `interface EcsServiceConfig`. */
interface Parts {
  readonly byName: ReadonlyMap<string, string>;
  /** The name of the struct that the constructor of the resource accepts, and the code of the resource's class. */
  readonly root: { readonly struct: string; readonly code: string };
}

const exported = /^export (class|interface|function) (\w+)/;
const rootClass = /^export class \w+ extends cdkt[fn]\.Terraform(?:Resource|DataSource|Provider) /;
const configParameter = /public constructor\(scope: Construct, id: string, config: (\w+)/;
const classMember =
  /\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n([\s\S]*?public get \w+\(\) \{\n[^\n]*)/g;
const argument =
  /^ +(\w+): \{\n +value: (.*),\n +isBlock: \w+,\n +type: "(simple|list|set|map|struct)",\n +storageClassType: "(\w+)",/gm;
const blockComment = /\* (\w+) block\n/g;
const requiredField = /readonly (\w+): /g;

/**
 * Reads the declarations from the generated TypeScript of a binding.
 * @throws Error if the TypeScript contains no class of a resource, data source or provider, or if the shape of a member is unknown
 */
export function parseDeclarations(binding: Binding): Declarations {
  const { byName, root } = splitParts(binding);
  const findStruct: FindStruct = (className) =>
    // `FooList` and `FooOutputReference` belong to the struct `Foo`, but the name of a struct can also end in `List` or `Map`.
    [className, className.replace(/(List|Map|OutputReference)$/, '')].find((name) => byName.has(`interface ${name}`));

  return {
    root: root.struct,
    of(struct) {
      const isRoot = struct === root.struct;
      const code = isRoot ? root.code : byName.get(`class ${struct}OutputReference`);
      const mapper = isRoot ? root.code : (byName.get(`function ${lowerFirst(struct)}ToHclTerraform`) ?? '');
      const declared = byName.get(`interface ${struct}`) ?? '';
      const blocks = new Set([...declared.matchAll(blockComment)].map(([, name]) => name));
      const shapes = shapesOf(mapper, findStruct);
      const members = code === undefined ? membersOfStruct(mapper, declared) : membersOfClass(code);
      return members
        .filter(({ flags }) => !(binding.folder === 'provider' && flags.name === 'alias'))
        .map(({ flags, code: getter }) => {
          const shape = shapes.get(flags.name) ?? computedShape(getter, findStruct);
          if (shape === undefined) throw unknownFormat(binding, `${struct}.${flags.name} has an unknown shape`);
          return { ...flags, ...shape, isBlock: blocks.has(flags.name) };
        });
    },
  };
}

function splitParts(binding: Binding): Parts {
  const byName = new Map<string, string>();
  let root: Parts['root'] | undefined;
  for (const code of binding.source.split(/^(?=export )/m)) {
    const [, keyword, name] = exported.exec(code) ?? [];
    byName.set(`${keyword} ${name}`, code);
    const struct = rootClass.test(code) ? configParameter.exec(code)?.[1] : undefined;
    if (struct !== undefined) root = { struct, code };
  }
  if (root === undefined) throw unknownFormat(binding, 'it has no class with a constructor');
  return { byName, root };
}

function shapesOf(mapper: string, findStruct: FindStruct): Map<string, Shape> {
  const entries = [...mapper.matchAll(argument)];
  return new Map(
    entries.map(([, name = '', mapping = '', type = '', storage = '']) => [
      name,
      argumentShape({ mapping, type, storage }, findStruct),
    ]),
  );
}

/** Returns the members of a class. The comment above each member says whether it is required, optional or computed. */
function membersOfClass(code: string): { flags: Flags; code: string }[] {
  return [...code.matchAll(classMember)].map(([, name = '', computed, optional, required, getter = '']) => ({
    flags: { name, computed: computed === 'true', optional: optional === 'true', required: required === 'true' },
    code: getter,
  }));
}

/** Returns the members of a block in the provider configuration. Such a block has no class, and all its members are arguments. */
function membersOfStruct(mapper: string, declared: string): { flags: Flags; code: string }[] {
  const requiredFields = new Set([...declared.matchAll(requiredField)].map(([, field]) => field));
  return [...mapper.matchAll(argument)].map(([code, name = '', mapping = '']) => {
    const required = requiredFields.has(/struct!\.(\w+)/.exec(mapping)?.[1]);
    return { flags: { name, required, optional: !required, computed: false }, code };
  });
}

function unknownFormat(binding: Binding, problem: string): Error {
  return new Error(
    `Cannot derive a schema from @cdktf/provider-aws/lib/${binding.folder}: ${problem}. ` +
      'Its generated TypeScript has an unknown format. Run npm ci, which installs the version in package-lock.json.',
  );
}
