import type { Account } from '../aws/account';
import { decodeObject } from '../protocol/dynamic-value';
import type { Calls } from '../protocol/provider-server';
import { schemaMessage } from '../protocol/schema-message';
import type { Block, ProviderSchema } from '../schema/provider-schema';
import { dataSourceCalls } from './data-source-calls';
import { ephemeralResourceCalls } from './ephemeral-resource-calls';
import { resourceCalls } from './resource-calls';

/** Returns the calls of the provider, by their names in Terraform's plugin protocol. They use a simulated account instead of AWS. */
export function providerCalls(schema: ProviderSchema, account: Account): Calls {
  return {
    ...configurationCalls(schema, account),
    ...resourceCalls((type) => blockOf(schema.resources, type), account),
    ...dataSourceCalls((type) => blockOf(schema.dataSources, `data.${type}`, type), account),
    ...ephemeralResourceCalls((type) => blockOf(schema.ephemeralResources, `ephemeral.${type}`, type), account),
  };
}

function configurationCalls(schema: ProviderSchema, account: Account): Calls {
  const schemas = {
    // With this capability, a `terraform` command that starts the provider several times requests the schemas only once.
    server_capabilities: { get_provider_schema_optional: true },
    provider: schemaMessage(schema.provider),
    resource_schemas: schemaMessages(schema.resources),
    data_source_schemas: schemaMessages(schema.dataSources),
    ephemeral_resource_schemas: schemaMessages(schema.ephemeralResources),
  };
  return {
    GetSchema: () => schemas,
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    Configure: ({ config }) => {
      account.configure(decodeObject(config) ?? {});
      return {};
    },
    Stop: () => ({}),
  };
}

function schemaMessages(blocks: Readonly<Record<string, Block>>): Record<string, object> {
  return Object.fromEntries(Object.entries(blocks).map(([type, block]) => [type, schemaMessage(block)]));
}

function blockOf(blocks: Readonly<Record<string, Block>>, address: string, type = address): Block {
  const block = blocks[type];
  if (block === undefined)
    throw new Error(
      `The offline provider was started without ${address}. Pass all types that the stacks use to startOfflineProvider.`,
    );
  return block;
}
