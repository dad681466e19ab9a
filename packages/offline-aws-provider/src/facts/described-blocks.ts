import type { Attribute, Block, CtyType, NestedBlock } from '../schema';

const size = lookingAt({ comparison_operator: required('string'), size: required('number') });
const label = atMostOne(block({ key: required('string'), scope: required('string') }));
const bytes = lookingAt({ positional_constraint: required('string'), search_string: required('string') });
const regex = lookingAt({ regex_string: required('string') });
const bytesAndRegex = holding({ byte_match_statement: bytes, regex_match_statement: regex });

/**
 * Blocks whose shape the bindings leave open, by their path: the statements of a web ACL, which may hold each other and
 * are of any type there. Here are those that the stacks use, where they use them; Terraform refuses every other one.
 * (All of them in all others would double the time of every command.)
 *
 * Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl#statement-block
 */
export const describedBlocks: Readonly<Record<string, NestedBlock>> = {
  'aws_wafv2_web_acl.rule.statement': exactlyOne(
    block(
      {},
      {
        and_statement: holding({
          not_statement: holding({ and_statement: bytesAndRegex }),
          or_statement: holding({ label_match_statement: label }),
          size_constraint_statement: size,
        }),
        managed_rule_group_statement: atMostOne(
          block(
            { name: required('string'), vendor_name: required('string'), version: optional('string') },
            {
              rule_action_override: many(
                'list',
                block({ name: required('string') }, { action_to_use: exactlyOne(actions()) }),
              ),
            },
          ),
        ),
        rate_based_statement: atMostOne(
          block({
            limit: required('number'),
            aggregate_key_type: optional('string'),
            evaluation_window_sec: optional('number'),
          }),
        ),
        size_constraint_statement: size,
      },
    ),
  ),
};

/** A statement that looks at one part of a request. */
function lookingAt(attributes: Record<string, Attribute>): NestedBlock {
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

/** A statement that holds others. */
function holding(statements: Record<string, NestedBlock>): NestedBlock {
  return atMostOne(block({}, { statement: { ...many('list', block({}, statements)), minItems: 1 } }));
}

/** Without the headers that they may add. */
function actions(): Block {
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
