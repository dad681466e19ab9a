import type { Attribute, Block, CtyType, NestedBlock } from '../schema';

/** How deep statements may hold each other here: the provider takes three. */
const depth = 3;

/**
 * Blocks whose shape the bindings leave open, by their path: the statements of a web ACL, which may hold each other and
 * are of any type there. Here are those that the stacks use; Terraform refuses every other one.
 *
 * Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl#statement-block
 */
export const describedBlocks: Readonly<Record<string, NestedBlock>> = {
  'aws_wafv2_web_acl.rule.statement': exactlyOne(
    block(
      {},
      {
        ...innerStatements(depth),
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
      },
    ),
  ),
};

/** The statements that may stand inside of others, those with others in them as long as it is not too deep. */
function innerStatements(levels: number): Record<string, NestedBlock> {
  const lookingAt = (attributes: Record<string, Attribute>) =>
    atMostOne(
      block(attributes, {
        field_to_match: atMostOne(
          block(
            {},
            {
              body: atMostOne(block({ oversize_handling: optional('string') })),
              method: atMostOne(block({})),
              uri_path: atMostOne(block({})),
            },
          ),
        ),
        text_transformation: {
          ...many('set', block({ priority: required('number'), type: required('string') })),
          minItems: 1,
        },
      }),
    );
  const holding = (maxItems: number): NestedBlock =>
    atMostOne(
      block({}, { statement: { ...many('list', block({}, innerStatements(levels - 1))), minItems: 1, maxItems } }),
    );
  return {
    byte_match_statement: lookingAt({ positional_constraint: required('string'), search_string: required('string') }),
    label_match_statement: atMostOne(block({ key: required('string'), scope: required('string') })),
    regex_match_statement: lookingAt({ regex_string: required('string') }),
    size_constraint_statement: lookingAt({ comparison_operator: required('string'), size: required('number') }),
    ...(levels > 0 && { and_statement: holding(0), not_statement: holding(1), or_statement: holding(0) }),
  };
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
