import { type CostReport, stackReport } from '../../../tools/cost/cost-report';
import type { PricedResources } from '../../../tools/cost/resources/priced-resources';
import { synthesizedResources } from '../../../tools/cost/resources/synthesized-resources';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import type { PlanJson } from '../../../tools/terraform/plan-json';
import { planOf } from '../terraform/planned';
import type { Changes } from './fixture-environment';
import { type SynthesizedStack as Json, synthesized } from './synthesized';

/** Returns the resources of a synthesized stack, as the cost calculation needs them. */
export function resourcesOf(stack: Json): PricedResources {
  return synthesizedResources(
    new SynthesizedStack(stack as unknown as ConstructorParameters<typeof SynthesizedStack>[0]),
  );
}

/** Returns the costs of the fixture with these changes. */
export function costsOf(changes: Changes): CostReport {
  return stackReport(resourcesOf(synthesized(changes)));
}

/** Returns a stack with these resources. They use Terraform's JSON syntax. */
export function stackWith(resource: object, region = 'eu-central-1'): SynthesizedStack {
  const provider = { aws: [{ region }, { region: 'eu-west-9', alias: 'elsewhere' }] };
  return new SynthesizedStack({ provider, resource } as unknown as SynthesizedStack['document']);
}

/** Returns the costs of a stack with these resources. */
export function costsOfResources(resource: object): CostReport {
  return stackReport(synthesizedResources(stackWith(resource)));
}

/** Returns the synthesized stack of an environment. */
export function stackOf(changes: Changes): SynthesizedStack {
  return new SynthesizedStack(synthesized(changes) as unknown as SynthesizedStack['document']);
}

/** Returns a plan for all resources of a stack. @param signOf returns `+` to create a resource, `-` to delete it, `=` to keep it */
export function planAll(changes: Changes, signOf: (address: string) => string): PlanJson {
  return planOf(
    Object.fromEntries(
      resourcesOf(synthesized(changes)).all.map(({ address, values }) => {
        const sign = signOf(address);
        const shown = { ...(sign === '+' ? {} : { before: values }), ...(sign === '-' ? {} : { after: values }) };
        return [`${sign} ${address}`, shown];
      }),
    ),
  );
}
