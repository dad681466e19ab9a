import type { Account } from './account';
import { applyChange } from './apply';
import { type AttributePath, errorDiagnostic } from './diagnostic';
import { answer } from './facts/data-sources';
import { removeDependents } from './facts/dependents';
import { deploy } from './facts/deployments';
import { moveHosts } from './facts/hosts';
import { readMembers, removeUnlisted } from './facts/members';
import { refusal } from './facts/refusals';
import { planChange } from './plan';
import type { Block, ProviderSchema } from './schema';
import { validateConfig } from './validate';
import { type DynamicValue, decodeObject, encodeValue, type Value, type Values } from './value';
import { schemaMessage } from './wire-schema';

/** A request of the protocol: the union of the fields that the calls below read. */
export interface Request {
  readonly type_name: string;
  readonly id: string;
  readonly config: DynamicValue;
  readonly prior_state: DynamicValue;
  readonly current_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
  readonly planned_state: DynamicValue;
  readonly raw_state: { readonly json: Uint8Array };
}

export type Call = (request: Request) => object;

/** The provider's calls, by their name in the protocol. They answer for a pretended account instead of AWS. */
export function createProvider(schema: ProviderSchema, account: Account): Record<string, Call> {
  return {
    ...createProviderCalls(schema, account),
    ...createResourceCalls((type) => blockOf(schema.resources, type), account),
    ...createDataSourceCalls((type) => blockOf(schema.dataSources, type), account),
  };
}

type FindBlock = (type: string) => Block;

function createProviderCalls(schema: ProviderSchema, account: Account): Record<string, Call> {
  const schemas = {
    // One command uses the provider several times, and need not ask for the schemas each time.
    server_capabilities: { get_provider_schema_optional: true },
    provider: schemaMessage(schema.provider),
    resource_schemas: mapValues(schema.resources, schemaMessage),
    data_source_schemas: mapValues(schema.dataSources, schemaMessage),
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

function createResourceCalls(find: FindBlock, account: Account): Record<string, Call> {
  return {
    ValidateResourceTypeConfig: ({ type_name, config }) => ({
      diagnostics: validateConfig(find(type_name), decodeObject(config) ?? {}),
    }),
    // The state goes back as the JSON it came as: decoding it would lose the types of dynamic values.
    UpgradeResourceState: ({ raw_state }) => ({ upgraded_state: { json: raw_state.json } }),
    ReadResource: ({ type_name, current_state }) => {
      const current = decodeObject(current_state);
      if (current !== null && account.hasRemoved(type_name, current)) return { new_state: encodeValue(null) };
      const refreshed =
        current === null
          ? null
          : readMembers(type_name, find(type_name), account.refreshed(type_name, current), account);
      account.remember(type_name, null, refreshed);
      return { new_state: encodeValue(refreshed) };
    },
    PlanResourceChange: ({ type_name, prior_state, proposed_new_state, config }) => {
      const change = {
        type: type_name,
        block: find(type_name),
        prior: decodeObject(prior_state),
        proposed: decodeObject(proposed_new_state),
        config: decodeObject(config),
      };
      const { planned, replacedBy } = planChange(change, account);
      return {
        planned_state: encodeValue(planned),
        requires_replace: replacedBy.map((name): AttributePath => ({ steps: [{ attribute_name: name }] })),
        legacy_type_system: true,
      };
    },
    ApplyResourceChange: ({ type_name, prior_state, planned_state }) =>
      apply(type_name, find(type_name), decodeObject(prior_state), decodeObject(planned_state), account),
    ImportResourceState: ({ type_name, id }) => {
      const state = encodeValue({ ...emptyState(find(type_name)), id });
      return { imported_resources: [{ type_name, state }] };
    },
  };
}

function createDataSourceCalls(find: FindBlock, account: Account): Record<string, Call> {
  return {
    ValidateDataSourceConfig: ({ type_name, config }) => ({
      diagnostics: validateConfig(find(type_name), decodeObject(config) ?? {}),
    }),
    ReadDataSource: ({ type_name, config }) => read(type_name, find(type_name), decodeObject(config) ?? {}, account),
  };
}

function apply(type: string, block: Block, prior: Values | null, planned: Values | null, account: Account): object {
  const refused = refusal(type, { before: prior, after: planned }, account);
  if (refused !== undefined) {
    return {
      new_state: encodeValue(prior),
      diagnostics: [errorDiagnostic(`AWS refuses the change of ${type}`, refused)],
    };
  }
  const applied = planned === null ? null : applyChange(type, block, prior, planned, account);
  account.remember(type, prior, applied);
  if (planned !== null && applied !== null) removeUnlisted(type, block, planned, applied, account);
  if (prior !== null && applied === null) removeDependents(type, prior, account);
  if (type === 'aws_autoscaling_group') moveHosts(prior, applied, account);
  if (type !== 'aws_ecs_service' || applied === null) {
    return { new_state: encodeValue(applied), legacy_type_system: true };
  }
  const { state, diagnostics } = deploy(prior, applied, account);
  return { new_state: encodeValue(state), diagnostics, legacy_type_system: true };
}

/** Terraform asks for data only once it knows the whole configuration of it. */
function read(type: string, block: Block, config: Values, account: Account): object {
  try {
    const region: Values = block.attributes.region ? { region: config.region ?? account.region } : {};
    return { state: encodeValue({ ...config, ...region, ...answer(type, config, account) }) };
  } catch (error) {
    const { message } = error as Error;
    return { state: encodeValue(null), diagnostics: [errorDiagnostic(`Cannot read data.${type}`, message)] };
  }
}

/** Nothing is known of an imported resource but its id: the next plan shows everything else as a change. */
function emptyState(block: Block): Values {
  return Object.fromEntries<Value>([
    ...Object.keys(block.attributes).map((name) => [name, null] as const),
    ...Object.entries(block.blocks).map(([name, { nesting }]) => [name, nesting === 'single' ? null : []] as const),
  ]);
}

function blockOf(blocks: Record<string, Block>, type: string): Block {
  const block = blocks[type];
  if (block === undefined) throw new Error(`The offline provider was started without ${type}.`);
  return block;
}

function mapValues<In, Out>(record: Record<string, In>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
