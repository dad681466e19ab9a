import { argumentChanges } from '../../../tools/plan/argument-changes';
import { argumentText } from '../../../tools/plan/argument-text';
import type { Change } from '../../../tools/terraform/plan-json';

type Marks = Pick<Change, 'after_unknown' | 'before_sensitive' | 'after_sensitive'>;

/** Returns the lines that describe how the arguments of a resource change from `before` to `after`. */
function lines(before: object, after: object, marks: Marks = {}): string[] {
  return argumentChanges({ actions: ['update'], before, after, ...marks }).map(argumentText);
}

const json = JSON.stringify;
const images = ['1', '2'].map(
  (digit) => `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${digit.repeat(64)}`,
);
const containers = (...items: object[]) => ({ container_definitions: json(items) });
const variables = (values: Record<string, string>) => ({
  name: 'app',
  environment: Object.entries(values).map(([name, value]) => ({ name, value })),
});

describe('Changed arguments', () => {
  it.each<[string, object, object, string[]]>([
    ['a value', { size: 1, kept: 1 }, { size: 2, kept: 1 }, ['size: 1 → 2']],
    ['a value in a block', { cpu: [{ kind: 'a' }] }, { cpu: [{ kind: 'b' }] }, ['cpu[0].kind: a → b']],
    ['a value that was not set', { name: null }, { name: 'x' }, ['name: none → x']],
    ['a value that is no longer set', { name: 'x' }, {}, ['name: x → none']],
    [
      'nothing for null, an empty string and an empty list, which all mean unset',
      { a: null, b: '', c: [] },
      { a: '', b: null, c: null },
      [],
    ],
    [
      'the added and the removed items of a list',
      { subnets: ['a', 'b'] },
      { subnets: ['b', 'c'] },
      ['subnets: + c, - a'],
    ],
    [
      'a list whose order changes',
      { command: ['a', 'b'] },
      { command: ['b', 'a'] },
      ['command: ["a","b"] → ["b","a"]'],
    ],
    ['an item of a list of blocks', { rule: [{ a: 1 }, { a: 2 }] }, { rule: [{ a: 2 }] }, ['rule[0]: {"a":1} → none']],
    [
      'a field of a policy',
      { policy: json({ Version: '1' }) },
      { policy: json({ Version: '2' }) },
      ['policy.Version: 1 → 2'],
    ],
    ['nothing if only the spaces of a policy change', { policy: '{"a":1}' }, { policy: '{ "a": 1 }' }, []],
    ['a string that only looks like JSON', { note: '[a' }, { note: '[b' }, ['note: [a → [b']],
    [
      'the image of a container',
      containers({ name: 'app', image: images[0] }),
      containers({ name: 'app', image: images[1] }),
      ['container_definitions[app].image: app@sha256:111111111111… → app@sha256:222222222222…'],
    ],
    [
      'only the variables that differ, even if other variables move',
      containers(variables({ B: '1', C: '1' })),
      containers(variables({ A: '1', B: '1', C: '2' })),
      ['container_definitions[app].environment[C].value: 1 → 2', 'container_definitions[app].environment[A]: none → 1'],
    ],
    [
      'the two ends of a long value',
      { a: 'x' },
      { a: `${'b'.repeat(50)}${'e'.repeat(50)}` },
      [`a: x → ${'b'.repeat(29)}…${'e'.repeat(30)}`],
    ],
  ])('show %s', (_what, before, after, expected) => {
    expect(lines(before, after)).toEqual(expected);
  });

  it.each<[string, object, object, unknown, string[]]>([
    ['as a whole', { id: 'x' }, {}, { id: true }, ['id: x → (known after the apply)']],
    [
      'in a list',
      { ids: ['a', 'b'] },
      { ids: ['a', null] },
      { ids: [false, true] },
      ['ids: + (known after the apply), - b'],
    ],
    [
      'in a block',
      { net: [{ vpc: 'a' }] },
      { net: [{}] },
      { net: [{ vpc: true }] },
      ['net[0].vpc: a → (known after the apply)'],
    ],
    [
      'in a new block',
      { lb: [] },
      { lb: [{ port: 1 }] },
      { lb: [{ arn: true }] },
      ['lb[0]: none → (known after the apply)'],
    ],
  ])('show that a value is known only after the apply, %s', (_where, before, after, unknown, expected) => {
    expect(lines(before, after, { after_unknown: unknown })).toEqual(expected);
  });

  it.each<[string, object, object, Marks]>([
    ['before the change', { password: 'old' }, { password: 'new' }, { before_sensitive: { password: true } }],
    ['after the change', { password: 'old' }, { password: 'new' }, { after_sensitive: { password: true } }],
    [
      'in a part of an argument',
      { password: [{ text: 'old' }] },
      { password: 'new' },
      { before_sensitive: { password: [{ text: true }] } },
    ],
    [
      'and unknown',
      { password: 'old' },
      {},
      { before_sensitive: { password: true }, after_unknown: { password: true } },
    ],
    [
      'in a JSON document',
      { password: '{"a":"old"}' },
      { password: '{"a":"new"}' },
      { after_sensitive: { password: true } },
    ],
    ['because the whole resource is', { password: 'old' }, { password: 'new' }, { after_sensitive: true }],
  ])('hide values that are sensitive %s', (_where, before, after, marks) => {
    const changes = argumentChanges({ actions: ['update'], before, after, ...marks });
    expect(json(changes)).not.toMatch(/old|new/);
    expect(changes).toEqual([expect.objectContaining({ sensitive: true })]);
    expect(changes.map(argumentText)[0]).toMatch(/: \(sensitive\)$/);
  });

  it('contain the old value, and the new value unless it is known only after the apply', () => {
    const [known, unknown] = argumentChanges({
      actions: ['update'],
      before: { size: 1, id: 'x' },
      after: { size: null },
      after_unknown: { id: true },
    });
    expect(known).toEqual({ path: 'size', before: 1, after: null });
    expect(unknown).toEqual({ path: 'id', before: 'x', unknown: true });
  });
});
