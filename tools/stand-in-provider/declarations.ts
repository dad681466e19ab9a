import type { Binding } from './bindings';
import type { CtyType } from './schema';

/** What the generated TypeScript says about one argument, attribute or block. */
export interface Declaration {
  readonly name: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly isBlock: boolean;
  /** The nested struct, where the value is one or a collection of them. */
  readonly struct: string | undefined;
  /** `struct` is the generator's word for a block that occurs once and is not a list. */
  readonly collection: 'list' | 'set' | 'map' | 'struct' | undefined;
  /** The type of the value, or of one element of the collection; meaningless where there is a struct. */
  readonly element: CtyType;
  /** Whether more than one element is allowed. */
  readonly isMany: boolean;
}

/** The declarations of a binding, by struct. */
export interface Declarations {
  readonly root: string;
  of(struct: string): Declaration[];
}

type Shape = Pick<Declaration, 'struct' | 'collection' | 'element' | 'isMany'>;
type Flags = Pick<Declaration, 'name' | 'required' | 'optional' | 'computed'>;

const exported = /^export (class|interface|function) (\w+)/;
const rootClass = /^export class \w+ extends cdktf\.Terraform(?:Resource|DataSource|Provider) /;
const configParameter = /public constructor\(scope: Construct, id: string, config: (\w+)/;
const member =
  /\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n([\s\S]*?public get \w+\(\) \{\n[^\n]*)/g;
const argument =
  /^ +(\w+): \{\n +value: (.*),\n +isBlock: \w+,\n +type: "(simple|list|set|map|struct)",\n +storageClassType: "(\w+)",/gm;
const blockComment = /\* (\w+) block\n/g;
const nestedObject = /= new (\w+)\(this, "\w+"(?:, (true|false))?\)/;

/** @throws Error where the source has no resource, data source or provider class, or a member of unknown shape. */
export function parseDeclarations(binding: Binding): Declarations {
  const chunks = new Map<string, string>();
  let root: { config: string; text: string } | undefined;
  for (const text of binding.source.split(/^(?=export )/m)) {
    const [, kind, name] = exported.exec(text) ?? [];
    if (kind !== undefined && name !== undefined) chunks.set(`${kind} ${name}`, text);
    const config = rootClass.test(text) ? configParameter.exec(text)?.[1] : undefined;
    if (config !== undefined) root = { config, text };
  }
  if (root === undefined) throw unreadable(binding, 'no class with a constructor');
  const { config, text: rootText } = root;

  return {
    root: config,
    of(struct) {
      const isRoot = struct === config;
      const body = isRoot ? rootText : chunks.get(`class ${struct}OutputReference`);
      const mapper = isRoot ? rootText : (chunks.get(`function ${lowerFirst(struct)}ToHclTerraform`) ?? '');
      const interfaceText = chunks.get(`interface ${struct}`) ?? '';
      const blocks = new Set([...interfaceText.matchAll(blockComment)].map((match) => match[1]));
      const shapes = shapesOf(mapper);
      const members = body === undefined ? membersOf(mapper, interfaceText) : membersOf(body);
      return members.map(({ flags, text }) => ({
        ...flags,
        ...(shapes.get(flags.name) ?? computedShape(text, `${struct}.${flags.name}`)),
        isBlock: blocks.has(flags.name),
      }));
    },
  };

  /** With an interface: the provider's own blocks have no class, only arguments and which of them may be left out. */
  function membersOf(text: string, interfaceText?: string): { flags: Flags; text: string }[] {
    if (interfaceText !== undefined) {
      return [...text.matchAll(argument)].map(([all, name = '', value = '']) => {
        const field = /struct!\.(\w+)/.exec(value)?.[1];
        const required = new RegExp(`readonly ${field}: `).test(interfaceText);
        return { flags: { name, required, optional: !required, computed: false }, text: all };
      });
    }
    return [...text.matchAll(member)]
      .map(([, name = '', computed, optional, required, rest = '']) => ({
        flags: { name, computed: computed === 'true', optional: optional === 'true', required: required === 'true' },
        text: rest,
      }))
      .filter(({ flags }) => !(binding.folder === 'provider' && flags.name === 'alias'));
  }

  function shapesOf(mapper: string): Map<string, Shape> {
    return new Map(
      [...mapper.matchAll(argument)].map(([, name = '', value = '', type = '', storage = '']) => [
        name,
        configurableShape(value, type, storage),
      ]),
    );
  }

  function configurableShape(value: string, type: string, storage: string): Shape {
    const isMany = /(list|hash)MapperHcl\(/.test(value);
    const collection = type === 'simple' ? undefined : (type as Declaration['collection']);
    const struct = structOf(storage);
    if (struct !== undefined) return { struct, collection, element: 'dynamic', isMany };
    const stored = storedType(storage);
    return { struct, collection, element: typeof stored === 'string' ? stored : (stored[1] as CtyType), isMany };
  }

  function computedShape(text: string, path: string): Shape {
    const [, className, isSet] = nestedObject.exec(text) ?? [];
    const struct = className === undefined ? undefined : structOf(className);
    if (struct !== undefined) {
      if (isSet === undefined) return { struct, collection: undefined, element: 'dynamic', isMany: false };
      return { struct, collection: isSet === 'true' ? 'set' : 'list', element: 'dynamic', isMany: true };
    }
    const accessor = /get(\w+)Attribute\(|new cdktf\.(\w+Map)\(|(interpolationForAttribute)\(/.exec(text);
    const storage = accessor?.[1] ?? accessor?.[2] ?? (accessor?.[3] && 'any');
    if (storage === undefined) throw unreadable(binding, `the member ${path} has an unknown shape`);
    const stored = storedType(lowerFirst(storage === 'List' ? 'stringList' : storage));
    if (typeof stored === 'string') return { struct, collection: undefined, element: stored, isMany: false };
    const collection = stored[0] === 'map' ? 'map' : text.includes('Fn.tolist(') ? 'set' : 'list';
    return { struct, collection, element: stored[1] as CtyType, isMany: true };
  }

  /** `FooList` and `FooOutputReference` hold the struct `Foo`, whose own name may end in `List` or `Map`. */
  function structOf(className: string): string | undefined {
    const candidates = [className, className.replace(/(List|Map|OutputReference)$/, '')];
    return candidates.find((name) => chunks.has(`interface ${name}`));
  }
}

/** `string`, `numberList`, `stringMapList`: the generator's names of the types that are no structs. */
function storedType(storage: string): CtyType {
  const [, inner, outer] = /^(.+)(List|Map)$/.exec(storage) ?? [];
  if (inner !== undefined) return [outer === 'List' ? 'list' : 'map', storedType(inner)];
  return storage === 'boolean' ? 'bool' : storage === 'string' || storage === 'number' ? storage : 'dynamic';
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function unreadable(binding: Binding, what: string): Error {
  return new Error(
    `Cannot derive a schema from @cdktf/provider-aws/lib/${binding.folder}: ${what}. ` +
      'Its generated TypeScript is written in a way not seen before.',
  );
}
