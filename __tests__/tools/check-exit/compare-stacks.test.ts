import { compareStacks } from '../../../tools/check-exit/compare-stacks';
import type { Json } from '../../../tools/shared/json';

/** Returns the JSON of a stack, with the metadata that cdktf writes. */
function stack(changes: Readonly<Record<string, Json>> = {}, versions = { cdktf: '0.21.0', aws: '6.25.0' }): Json {
  return {
    '//': { metadata: { backend: 'local', version: versions.cdktf } },
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: versions.aws } } },
    resource: { aws_lb: { app: { name: 'app', subnets: ['a', 'b'] } } },
    ...changes,
  };
}

function differences(changes: Readonly<Record<string, Json>>): readonly string[] {
  return compareStacks({ dev: stack() }, { dev: stack(changes) }).differences;
}

const lb = (changes: Readonly<Record<string, Json>>) => ({
  resource: { aws_lb: { app: { name: 'app', subnets: ['a', 'b'], ...changes } } },
});

describe('compareStacks', () => {
  it('finds no difference between equal stacks', () => {
    expect(compareStacks({ dev: stack() }, { dev: stack() })).toEqual({ versions: [], differences: [] });
  });

  it('lists a new version of cdktf or of a provider once for all stacks, and not as a difference', () => {
    const later = stack({}, { cdktf: '0.24.0', aws: '6.66.0' });
    expect(compareStacks({ dev: stack(), prod: stack() }, { dev: later, prod: later })).toEqual({
      versions: ['cdktf 0.21.0 -> 0.24.0', 'hashicorp/aws 6.25.0 -> 6.66.0'],
      differences: [],
    });
  });

  it('reports a provider version as a difference if it is missing before or after the change', () => {
    const without = stack({ terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } } });
    const path = 'dev: terraform.required_providers.aws.version';
    expect(compareStacks({ dev: stack() }, { dev: without }).differences).toEqual([
      `${path} is missing; it was "6.25.0"`,
    ]);
    expect(compareStacks({ dev: without }, { dev: stack() }).differences).toEqual([`${path} is new: "6.25.0"`]);
  });

  it('reports required_version as a difference, because it is not the version of a provider', () => {
    expect(
      differences({
        terraform: {
          required_version: '1.11',
          required_providers: { aws: { source: 'hashicorp/aws', version: '6.25.0' } },
        },
      }),
    ).toEqual(['dev: terraform.required_version is new: "1.11"']);
  });

  it('names the stack, the path and both values of a change', () => {
    expect(differences(lb({ name: 'web' }))).toEqual(['dev: resource.aws_lb.app.name was "app" and is "web"']);
  });

  it('names the index of a changed item in a list', () => {
    expect(differences(lb({ subnets: ['a', 'c', 'd'] }))).toEqual([
      'dev: resource.aws_lb.app.subnets[1] was "b" and is "c"',
      'dev: resource.aws_lb.app.subnets[2] is new: "d"',
    ]);
  });

  it('distinguishes null, an empty list and an empty object', () => {
    expect(compareStacks({ a: [null, [], {}] }, { a: [[], {}, null] }).differences).toEqual([
      'a: [0] was null and is []',
      'a: [1] was [] and is {}',
      'a: [2] was {} and is null',
    ]);
  });

  it('ignores the order of keys', () => {
    expect(compareStacks({ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }).differences).toEqual([]);
  });

  it('shortens values of more than 100 characters', () => {
    const quoted = (length: number) => 'x'.repeat(length - 2);
    const path = 'dev: resource.aws_lb.app.name was "app" and is';
    expect(differences(lb({ name: quoted(100) }))).toEqual([`${path} "${quoted(100)}"`]);
    expect(differences(lb({ name: quoted(101) }))).toEqual([`${path} "${quoted(101)}...`]);
  });

  it('reports a removed stack and a new stack', () => {
    expect(compareStacks({ dev: 1 }, { prod: 2 }).differences).toEqual(['dev is missing; it was 1', 'prod is new: 2']);
  });
});
