import type { Attribute, Block, CtyType, NestedBlock } from './provider-schema';

const sizeConstraint = matchStatement({ comparison_operator: required('string'), size: required('number') });
const labelMatch = atMostOne(block({ key: required('string'), scope: required('string') }));
const byteMatch = matchStatement({ positional_constraint: required('string'), search_string: required('string') });
const regexMatch = matchStatement({ regex_string: required('string') });
const bytesAndRegex = logicalStatement({ byte_match_statement: byteMatch, regex_match_statement: regexMatch });

/**
 * The schemas, by path, of the blocks whose type in the bindings is `any`: the statements of a web ACL. Terraform rejects statements that
 * are not listed here. Only the statements that the stacks use are listed, because a schema of all nested statements would double the run
 * time of every command.
 * Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl#statement-block
 */
export const untypedBlocks: Readonly<Record<string, NestedBlock>> = {
  'aws_wafv2_web_acl.rule.statement': exactlyOne(
    block(
      {},
      {
        and_statement: logicalStatement({
          not_statement: logicalStatement({ and_statement: bytesAndRegex }),
          or_statement: logicalStatement({ label_match_statement: labelMatch }),
          size_constraint_statement: sizeConstraint,
        }),
        managed_rule_group_statement: atMostOne(
          block(
            { name: required('string'), vendor_name: required('string'), version: optional('string') },
            {
              rule_action_override: many(
                'list',
                block({ name: required('string') }, { action_to_use: exactlyOne(ruleAction()) }),
              ),
            },
          ),
        ),
        not_statement: logicalStatement({
          ip_set_reference_statement: atMostOne(block({ arn: required('string') })),
        }),
        rate_based_statement: atMostOne(
          block({
            limit: required('number'),
            aggregate_key_type: optional('string'),
            evaluation_window_sec: optional('number'),
          }),
        ),
        size_constraint_statement: sizeConstraint,
      },
    ),
  ),
};

/** Returns the schema of a statement that inspects a part of the request, such as its body. */
function matchStatement(attributes: Record<string, Attribute>): NestedBlock {
  const parts = {
    body: atMostOne(block({ oversize_handling: optional('string') })),
    method: atMostOne(block({})),
    uri_path: atMostOne(block({})),
  };
  return atMostOne(
    block(attributes, {
      field_to_match: atMostOne(block({}, parts)),
      text_transformation: {
        ...many('set', block({ priority: required('number'), type: required('string') })),
        minItems: 1,
      },
    }),
  );
}

/** Returns the schema of a logical statement (and, or, not), which contains other statements. */
function logicalStatement(statements: Record<string, NestedBlock>): NestedBlock {
  return atMostOne(block({}, { statement: { ...many('list', block({}, statements)), minItems: 1 } }));
}

/** Returns the schema of a rule's action. Custom responses and headers are not supported. */
function ruleAction(): Block {
  const names = ['allow', 'block', 'captcha', 'challenge', 'count'];
  return block({}, Object.fromEntries(names.map((name) => [name, atMostOne(block({}))])));
}

function block(attributes: Record<string, Attribute>, blocks: Record<string, NestedBlock> = {}): Block {
  return { attributes, blocks };
}

function many(nesting: 'list' | 'set', inner: Block): NestedBlock {
  return { nesting, block: inner, minItems: 0, maxItems: 0 };
}

function atMostOne(inner: Block): NestedBlock {
  return { nesting: 'list', block: inner, minItems: 0, maxItems: 1 };
}

function exactlyOne(inner: Block): NestedBlock {
  return { nesting: 'list', block: inner, minItems: 1, maxItems: 1 };
}

function required(type: CtyType): Attribute {
  return { type, required: true, optional: false, computed: false, sensitive: false, writeOnly: false };
}

function optional(type: CtyType): Attribute {
  return { ...required(type), required: false, optional: true };
}
