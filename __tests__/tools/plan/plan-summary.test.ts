import { hasChanges, summarizePlan } from '../../../tools/plan/plan-summary';
import { expressionOf, type Planned, planOf } from '../../support/terraform/planned';

const addresses = (resources: readonly { readonly address: string }[]) => resources.map(({ address }) => address);

describe('Plan summary', () => {
  it('groups resources by action', () => {
    const summary = summarizePlan(
      planOf({
        '+ aws_vpc.new': {},
        '~ aws_vpc.changed': {},
        '± aws_vpc.replaced_first': {},
        '∓ aws_vpc.deleted_first': {},
        '- aws_vpc.gone': {},
        '. aws_vpc.forgotten': {},
        '= aws_vpc.same': {},
        '+ aws_vpc.data': { mode: 'data' },
      }),
    );
    expect({ ...summary, created: addresses(summary.created) }).toMatchObject({
      created: ['aws_vpc.new'],
      changed: [{ address: 'aws_vpc.changed' }],
      replaced: [{ address: 'aws_vpc.replaced_first' }, { address: 'aws_vpc.deleted_first' }],
      destroyed: [{ address: 'aws_vpc.gone' }],
      forgotten: [{ address: 'aws_vpc.forgotten' }],
    });
    expect(hasChanges(summary)).toBe(true);
  });

  it('has no changes if only an output differs', () => {
    const output = { actions: ['update' as const], before: [], after: ['x'] };
    const summary = summarizePlan(planOf({ '= aws_vpc.same': {} }, { output_changes: { added_by_hand: output } }));
    expect(summary.outputs).toEqual([{ path: 'added_by_hand', before: null, after: ['x'] }]);
    expect(hasChanges(summary)).toBe(false);
  });

  it('hides sensitive outputs', () => {
    const output = {
      actions: ['update' as const],
      before: 'old',
      after: 'new',
      before_sensitive: true,
      after_sensitive: true,
    };
    expect(summarizePlan(planOf({}, { output_changes: { key: output } })).outputs).toEqual([
      { path: 'key', sensitive: true },
    ]);
  });

  it('names a resource that only moves to another address', () => {
    const plan = planOf({ '= aws_vpc.records': { previous_address: 'aws_vpc.entries' } });
    expect(summarizePlan(plan).moved).toEqual([{ address: 'aws_vpc.records', from: 'aws_vpc.entries' }]);
  });

  it.each<[string, Planned, object]>([
    ['an argument', { replace_paths: [['name'], ['rule', 0, 'port']] }, { forcedBy: ['name', 'rule[0].port'] }],
    ['an argument that AWS cannot update', { action_reason: 'replace_because_cannot_update' }, { forcedBy: [] }],
    ['a failed creation', { action_reason: 'replace_because_tainted' }, { reason: 'replace_because_tainted' }],
  ])('names the reason for a replacement: %s', (_what, planned, expected) => {
    const [replaced] = summarizePlan(planOf({ '± aws_vpc.network': planned })).replaced;
    expect(replaced).toMatchObject(expected);
    expect('reason' in (replaced ?? {})).toBe('reason' in expected);
  });

  it.each<[string, Planned, string[]]>([
    [
      'attributes that AWS sets',
      { before: { size: 1, arn: 'a' }, after: { size: 2 }, after_unknown: { arn: true }, expressions: { size: {} } },
      ['size'],
    ],
    [
      'tags_all beside tags',
      { before: { tags: { a: '1' }, tags_all: { a: '1' } }, after: { tags: { a: '2' }, tags_all: { a: '2' } } },
      ['tags.a'],
    ],
  ])('omits changes that follow from other changes: %s', (_what, planned, expected) => {
    const [changed] = summarizePlan(planOf({ '~ aws_vpc.network': planned })).changed;
    expect(changed?.changes.map(({ path }) => path)).toEqual(expected);
  });

  it.each<[string, Planned, string[]]>([
    [
      'an argument whose new value is not known yet',
      {
        before: { vpc_id: 'a' },
        after: {},
        after_unknown: { vpc_id: true },
        expressions: { vpc_id: expressionOf('aws_vpc.n', 'id') },
      },
      ['vpc_id'],
    ],
    ['default tags', { before: { tags_all: { a: '1' } }, after: { tags_all: { a: '2' } } }, ['tags_all.a']],
    ['the only attribute that changes', { before: { arn: 'a' }, after: {}, after_unknown: { arn: true } }, ['arn']],
  ])('contains the change of %s', (_what, planned, expected) => {
    const [changed] = summarizePlan(planOf({ '~ aws_vpc.network': planned })).changed;
    expect(changed?.changes.map(({ path }) => path)).toEqual(expected);
  });

  it.each([
    ['± aws_dynamodb_table.entries', 'is replaced: this deletes every item in the table.'],
    ['- aws_db_instance.database', 'is destroyed: this deletes every row in the database.'],
    ['- aws_s3_bucket.uploads', 'is destroyed: this deletes every file in the bucket.'],
    ['∓ aws_ecr_repository.images', 'is replaced: this deletes every image in the repository.'],
    ['- aws_cloudwatch_log_group.app', 'is destroyed: this deletes every line of the log.'],
  ])('names the data that this change deletes: %s', (key, loss) => {
    const plan = planOf({ [key]: {}, '- aws_vpc.network': {}, '~ aws_s3_bucket.kept': {}, '. aws_s3_bucket.left': {} });
    expect(summarizePlan(plan).dataLoss).toEqual([`${key.slice(2)} ${loss}`]);
  });

  it.each([
    ['names', 'aws_kinesis_stream', ['aws_kinesis_stream.resources_clicks is destroyed: this deletes the data in it.']],
    ['does not name', 'aws_lb', []],
  ])('%s the data of an added resource of the type %s', (_verb, type, loss) => {
    const record = `- aws_ssm_parameter.removal_kind_resources_clicks`;
    const plan = planOf({ [`- ${type}.resources_clicks`]: {}, [record]: {}, '- aws_sns_topic.resources_news': {} });
    expect(summarizePlan(plan).dataLoss).toEqual(loss);
  });

  it('contains the message of a failed check block, but not of a failed condition of a resource', () => {
    const check = (kind: string, status: 'pass' | 'fail', message: string) => ({
      address: { kind, to_display: 'x' },
      status,
      instances: [{ problems: status === 'fail' ? [{ message }] : [] }],
    });
    const checks = [check('check', 'fail', 'one'), check('check', 'pass', 'two'), check('resource', 'fail', 'three')];
    expect(summarizePlan(planOf({}, { checks })).warnings).toEqual(['one']);
  });

  it('has no changes for the plan of an empty stack', () => {
    expect(hasChanges(summarizePlan({}))).toBe(false);
  });
});
