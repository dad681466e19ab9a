import type { Account } from '../aws/account';
import { readAggregates } from '../aws/aggregate-attributes';
import type { AttributePath } from '../protocol/diagnostic';
import { decodeObject, encodeValue } from '../protocol/dynamic-value';
import type { Calls } from '../protocol/provider-server';
import type { Value, Values } from '../protocol/value';
import type { Block } from '../schema/provider-schema';
import { applyChange } from './apply-change';
import { planChange } from './plan-change';
import { validateConfig } from './validate-config';

/**
 * Returns the provider calls for resources.
 * @param findBlock finds the schema of a resource type
 */
export function resourceCalls(findBlock: (type: string) => Block, account: Account): Calls {
  return {
    ValidateResourceTypeConfig: ({ type_name, config }) => ({
      diagnostics: validateConfig(findBlock(type_name), decodeObject(config) ?? {}),
    }),
    // Returns the JSON of the state unchanged, because decoding it would lose the types of dynamic values.
    UpgradeResourceState: ({ raw_state }) => ({ upgraded_state: { json: raw_state.json } }),
    ReadResource: ({ type_name, current_state }) => {
      const current = decodeObject(current_state);
      if (current === null || account.hasRemoved(type_name, current)) return { new_state: encodeValue(null) };
      const refreshed = account.refreshed(type_name, current);
      const state = readAggregates({ type: type_name, block: findBlock(type_name), account }, refreshed);
      account.remember(type_name, null, state);
      return { new_state: encodeValue(state) };
    },
    PlanResourceChange: ({ type_name, prior_state, proposed_new_state, config }) => {
      const change = {
        type: type_name,
        block: findBlock(type_name),
        prior: decodeObject(prior_state),
        proposed: decodeObject(proposed_new_state),
        config: decodeObject(config),
      };
      const { planned, requiresReplace } = planChange(change, account);
      return {
        planned_state: encodeValue(planned),
        requires_replace: requiresReplace.map((name): AttributePath => ({ steps: [{ attribute_name: name }] })),
        legacy_type_system: true,
      };
    },
    ApplyResourceChange: ({ type_name, prior_state, planned_state }) => {
      const change = {
        type: type_name,
        block: findBlock(type_name),
        prior: decodeObject(prior_state),
        planned: decodeObject(planned_state),
      };
      const { state, diagnostics } = applyChange(change, account);
      return { new_state: encodeValue(state), diagnostics, legacy_type_system: true };
    },
    ImportResourceState: ({ type_name, id }) => {
      const state = encodeValue({ ...emptyState(findBlock(type_name)), id });
      return { imported_resources: [{ type_name, state }] };
    },
  };
}

/** Returns an empty state, to which an import adds only the id. The next plan shows everything else as a change. */
function emptyState(block: Block): Values {
  return Object.fromEntries<Value>([
    ...Object.keys(block.attributes).map((name) => [name, null] as const),
    ...Object.entries(block.blocks).map(([name, { nesting }]) => [name, nesting === 'single' ? null : []] as const),
  ]);
}
