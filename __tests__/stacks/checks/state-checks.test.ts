import { checkEnvironments } from '../../../stacks/checks/environment-checks';
import { stateProblems } from '../../../stacks/checks/state-checks';
import type { State } from '../../../stacks/settings/state-settings';
import { type Changes, fixture, fixtureWith } from '../../support/stacks/fixture-environment';

const s3 = (bucket: string, region = 'eu-central-1'): State => ({ kind: 's3', bucket, region });
const cloud = (organization: string, workspace?: string): State => ({ kind: 'cloud', organization, workspace });

/** Returns the problems with this state if environments with the changes in `earlier` come before it in the list. */
function problems(state: State, ...earlier: Changes[]) {
  return stateProblems({ ...fixture, state }, earlier.map(fixtureWith));
}

const buckets = [
  'abc',
  'a'.repeat(63),
  '123456789012-terraform-state',
  'terraform.acme.example',
  'acme-terraform-state-eu-central-1',
  'your-move-state',
  'my-shop-tfstate',
  'example-shop-state',
  '10.0.0.0.acme',
  'acme.10.0.0.0',
  'acme-sthree-xn--state',
  'acme-s3alias-state',
  'acme-todo',
  'todo-acme',
];

describe('check of the state', () => {
  it.each(buckets)('accepts the bucket %s', (bucket) => {
    expect(problems(s3(bucket))).toEqual([]);
  });

  const invalidBuckets: [string, string, RegExp][] = [
    ['an empty name', '', /3 to 63/],
    ['two characters', 'ab', /3 to 63/],
    ['64 characters', 'a'.repeat(64), /3 to 63/],
    ['upper case', 'Acme-state', /lower-case/],
    ['an underscore', 'acme_state', /lower-case/],
    ['two adjacent dots', 'acme..state', /single dots/],
    ['a hyphen at the end', 'acme-state-', /both ends/],
    ['a dot at the start', '.acme-state', /both ends/],
    ['the format of an IP address', '192.168.5.4', /not look like an IP address/],
    ['a URL instead of a name', 's3://acme-state', /3 to 63/],
    ...['xn--acme', 'sthree-acme', 'amzn-s3-demo-bucket'].map((name): [string, string, RegExp] => [
      'a reserved prefix',
      name,
      /reserves names that start/,
    ]),
    ...['acme-s3alias', 'acme--ol-s3', 'acme.mrap', 'acme--x-s3', 'acme--table-s3'].map(
      (name): [string, string, RegExp] => ['a reserved suffix', name, /general purpose bucket/],
    ),
  ];

  it.each(invalidBuckets)('rejects a bucket with %s: "%s"', (_what, bucket, remedy) => {
    const found = problems(s3(bucket));
    expect(found).toEqual([{ field: 'state.bucket', value: bucket, remedy: expect.stringMatching(remedy) }]);
  });

  it.each(['your-region', 'eu-central-1a', 'Frankfurt'])('rejects %s as the region of a bucket', (region) => {
    const remedy = expect.stringContaining('eu-central-1');
    expect(problems(s3('acme-state', region))).toEqual([{ field: 'state.region', value: region, remedy }]);
  });

  it.each(['acme', 'Acme_Corp-2', 'abc', 'your-move', 'my-startup', 'example-games', 'nameless', 'organizations'])(
    'accepts the organization %s',
    (name) => {
      expect(problems(cloud(name))).toEqual([]);
    },
  );

  it.each(['', 'ab', 'acme corp', 'acme/web', '-acme', 'acme.com'])('rejects the organization "%s"', (name) => {
    const remedy = expect.stringContaining('3 or more letters');
    expect(problems(cloud(name))).toEqual([{ field: 'state.organization', value: name, remedy }]);
  });

  it.each(['web', 'w', 'my-workspace', 'Web_1-dev', 'w'.repeat(90)])('accepts the workspace %s', (name) => {
    expect(problems(cloud('acme', name))).toEqual([]);
  });

  it.each(['', 'web dev', 'web/dev', 'web.dev', 'w'.repeat(91)])('rejects the workspace "%s"', (name) => {
    const remedy = expect.stringContaining('1 to 90');
    expect(problems(cloud('acme', name))).toEqual([{ field: 'state.workspace', value: name, remedy }]);
  });

  it.each(['eight-digit-preview', 'eight-digit-previewprod'])(
    'rejects the workspace %s, because roles and commands treat it as that of a preview',
    (name) => {
      const remedy = expect.stringContaining('Names that start with eight-digit-preview are reserved for previews.');
      expect(problems(cloud('acme', name))).toEqual([{ field: 'state.workspace', value: name, remedy }]);
    },
  );

  it('accepts the default workspace of a preview', () => {
    const environment = fixtureWith({ name: 'previewpr42', expires: '2026-12-31', state: cloud('acme') });
    expect(stateProblems(environment, [])).toEqual([]);
  });

  const placeholders = [
    'your-organization',
    'your_org',
    'yourbucket',
    'your-terraform-state-bucket',
    'my-bucket',
    'my-tf-state',
    'example',
    'example-bucket',
    'bucket-name',
    'organization',
    'bucketname',
    'insert-name-here',
    'changeme',
    'change-me',
    'TODO',
    'xxx',
    '<bucket>',
    `\${BUCKET}`,
    'acme-...',
    'undefined',
  ];

  it.each(placeholders)('rejects the placeholder %s as a bucket and as an organization', (name) => {
    const remedy = expect.stringContaining('This is a placeholder');
    expect(problems(s3(name))).toEqual([{ field: 'state.bucket', value: name, remedy }]);
    expect(problems(cloud(name))).toEqual([{ field: 'state.organization', value: name, remedy }]);
  });

  it('rejects the placeholder Your-Organization as an organization, because case does not matter', () => {
    expect(problems(cloud('Your-Organization'))).toEqual([
      expect.objectContaining({ remedy: expect.stringContaining('This is a placeholder') }),
    ]);
  });
});

describe('state of another environment', () => {
  it('is ignored if both environments have the same name, because another check reports that', () => {
    expect(problems(cloud('acme', 'web'), { name: 'dev', state: cloud('acme', 'web') })).toEqual([]);
  });

  it('may be in the same bucket, under a different key', () => {
    expect(problems(s3('acme-state'), { name: 'staging', state: s3('acme-state') })).toEqual([]);
  });

  it('may have the same workspace name in another organization', () => {
    expect(problems(cloud('acme', 'web'), { name: 'staging', state: cloud('globex', 'web') })).toEqual([]);
  });

  it('must not be in the same workspace', () => {
    const remedy = 'The environment staging stores its state in the same place. Choose another place.';
    const found = problems(cloud('acme', 'web'), { name: 'staging', state: cloud('acme', 'web') });
    expect(found).toEqual([{ field: 'state.workspace', value: 'web', remedy }]);
  });

  it('must not be in the default workspace of this environment', () => {
    const found = problems(cloud('acme'), { name: 'staging', state: cloud('acme', 'eight-digit-dev') });
    expect(found).toMatchObject([{ field: 'state.workspace', value: 'eight-digit-dev' }]);
  });
});

describe('invalid state', () => {
  it('is reported together with all other problems', () => {
    const environment = fixtureWith({ region: 'here', state: s3('your-bucket', 'there') });
    const check = () => checkEnvironments([environment]);
    expect(check).toThrow('region is "here".');
    expect(check).toThrow('state.bucket is "your-bucket". This is a placeholder');
    expect(check).toThrow('state.region is "there".');
  });

  it('is reported if it is missing in an earlier environment', () => {
    const shapeless = fixtureWith({ name: 'old', state: undefined });
    expect(() => checkEnvironments([shapeless, fixtureWith({ state: cloud('acme') })])).toThrow('state is missing.');
  });
});
