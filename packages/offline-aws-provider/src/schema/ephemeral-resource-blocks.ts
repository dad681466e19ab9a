import type { Attribute, Block, CtyType } from './provider-schema';

/**
 * The schemas of ephemeral resources, by type. The bindings do not contain ephemeral resources.
 * Source: the provider's code, for example `internal/service/ssm/parameter_ephemeral.go`
 */
const blocks: Readonly<Record<string, Block>> = {
  aws_ssm_parameter: {
    attributes: {
      arn: attribute('string', { required: true }),
      name: attribute('string', { computed: true }),
      type: attribute('string', { computed: true }),
      value: attribute('string', { computed: true, sensitive: true }),
      version: attribute('number', { computed: true }),
      with_decryption: attribute('bool', { optional: true, computed: true }),
    },
    blocks: {},
  },
};

/**
 * Returns the schema of an ephemeral resource type.
 * @throws Error if the offline provider does not support this type
 */
export function ephemeralResourceBlock(type: string): Block {
  const block = blocks[type];
  if (block !== undefined) return block;
  throw new Error(
    `The offline provider does not support ephemeral.${type}. Add it to packages/offline-aws-provider/src/schema/ephemeral-resource-blocks.ts.`,
  );
}

function attribute(type: CtyType, flags: Partial<Attribute>): Attribute {
  return { type, required: false, optional: false, computed: false, sensitive: false, writeOnly: false, ...flags };
}
