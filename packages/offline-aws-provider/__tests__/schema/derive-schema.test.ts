import { readGeneratedSource } from '../../src/schema/binding';
import { deriveSchema } from '../../src/schema/derive-schema';
import type { Attribute, Block } from '../../src/schema/provider-schema';

const attribute = (type: Attribute['type'], flags: Partial<Attribute>): Attribute => ({
  type,
  required: false,
  optional: false,
  computed: false,
  sensitive: false,
  writeOnly: false,
  ...flags,
});

function resource(type: string): Block {
  const block = deriveSchema({ resources: [type], dataSources: [] }).resources[type];
  if (block === undefined) throw new Error(`no ${type}`);
  return block;
}

function dataSource(type: string): Block {
  const block = deriveSchema({ resources: [], dataSources: [type] }).dataSources[type];
  if (block === undefined) throw new Error(`no data.${type}`);
  return block;
}

describe('deriveSchema', () => {
  it('distinguishes required, optional and computed attributes', () => {
    const { attributes } = resource('aws_subnet');
    expect(attributes.vpc_id).toEqual(attribute('string', { required: true }));
    expect(attributes.map_public_ip_on_launch).toEqual(attribute('bool', { optional: true }));
    expect(attributes.arn).toEqual(attribute('string', { computed: true }));
    expect(attributes.availability_zone).toEqual(attribute('string', { optional: true, computed: true }));
  });

  it('distinguishes lists, sets and maps', () => {
    expect(resource('aws_ecs_task_definition').attributes.requires_compatibilities?.type).toEqual(['set', 'string']);
    expect(resource('aws_route53_zone').attributes.name_servers?.type).toEqual(['list', 'string']);
    expect(resource('aws_vpc').attributes.tags?.type).toEqual(['map', 'string']);
  });

  it('distinguishes blocks that can occur once from those that can be repeated', () => {
    const { blocks } = resource('aws_dynamodb_table');
    expect(blocks.server_side_encryption).toMatchObject({ nesting: 'list', minItems: 0, maxItems: 1 });
    expect(blocks.global_secondary_index).toMatchObject({ nesting: 'set', minItems: 0, maxItems: 0 });
    expect(blocks.timeouts).toMatchObject({ nesting: 'single' });
    expect(resource('aws_lb_listener').blocks.default_action).toMatchObject({ nesting: 'list', minItems: 1 });
  });

  it('derives the attributes of nested blocks', () => {
    const alarms = resource('aws_ecs_service').blocks.alarms?.block.attributes;
    expect(alarms?.alarm_names).toEqual(attribute(['set', 'string'], { required: true }));
  });

  it('derives the fields of computed objects', () => {
    expect(resource('aws_acm_certificate').attributes.domain_validation_options?.type).toEqual([
      'set',
      [
        'object',
        {
          domain_name: 'string',
          resource_record_name: 'string',
          resource_record_type: 'string',
          resource_record_value: 'string',
        },
      ],
    ]);
  });

  it('marks sensitive and write-only attributes', () => {
    const { attributes } = resource('aws_db_instance');
    expect(attributes.password_wo).toEqual(attribute('string', { optional: true, sensitive: true, writeOnly: true }));
    expect(dataSource('aws_ssm_parameters_by_path').attributes.values?.sensitive).toBe(true);
  });

  it('turns a set of blocks with a dynamic type into an attribute, because Terraform rejects such a set', () => {
    expect(resource('aws_wafv2_rule_group').attributes.rule).toEqual(attribute('dynamic', { optional: true }));
  });

  it('adds the statements of a web ACL, whose type in the bindings is `any`', () => {
    const statement = resource('aws_wafv2_web_acl').blocks.rule?.block.blocks.statement;
    expect(statement).toMatchObject({ nesting: 'list', minItems: 1, maxItems: 1 });
    expect(statement?.block.blocks.rate_based_statement?.block.attributes.limit?.required).toBe(true);
  });

  it('derives the arguments of the provider configuration, except for alias', () => {
    const { provider } = deriveSchema({ resources: [], dataSources: [] });
    expect(provider.attributes.region).toEqual(attribute('string', { optional: true }));
    expect(provider.blocks.default_tags?.block.attributes.tags?.type).toEqual(['map', 'string']);
    expect(provider.attributes.alias).toBeUndefined();
  });

  it('throws an error for a type that the bindings do not contain', () => {
    expect(() => resource('aws_teapot')).toThrow('has no resource "aws_teapot"');
  });
});

describe('readGeneratedSource', () => {
  it('throws an error for a file without an inline source map', () => {
    expect(() => readGeneratedSource(__filename)).toThrow('has no inline source map');
  });
});
