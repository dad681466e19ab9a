import { previewPrefix } from '../contract';
import { EnvironmentError } from './checks/environment-error';
import { isWholeNumber } from './checks/whole-number';
import type { Environment } from './environment';
import type { State } from './settings/state-settings';

/** The settings of previews. A preview is a copy of an environment for a limited time, which `npm run preview` creates and destroys. */
export interface Preview {
  /** The environment that every preview copies. Only its names, its state and `removal` differ. */
  readonly base: Environment;
  /** How many days a preview exists after its last apply: a whole number from 1 to 365. */
  readonly days: number;
}

const dayMs = 86_400_000;

/** Whether the stack with this name is a preview. */
export function isPreviewName(name: string): boolean {
  return name.startsWith(previewPrefix) && name !== previewPrefix;
}

/**
 * Returns the environment of a preview: a copy of its base that has its own names, its own state and a subdomain of the base's domain. The
 * copy has no deletion protection.
 * @param name the name of the preview, for example `previewpr42`
 * @param now the time of the synth, from which `days` count
 * @throws EnvironmentError if `days` is invalid
 */
export function previewEnvironment({ base, days }: Preview, name: string, now: Date): Environment {
  if (!isWholeNumber(days, 1, 365)) {
    throw new EnvironmentError(`environments/preview.ts: days is ${days}. Use a whole number from 1 to 365.`);
  }
  const { table, ...settings } = withOwnDomain(base, name);
  const expires = new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
  // A preview has no table if its base has none. Otherwise its table has the default name.
  const ownTable = table === 'none' ? { table } : {};
  return { ...settings, ...ownTable, name, state: withOwnWorkspace(base.state), removal: 'destroy', expires };
}

/**
 * Returns one environment that represents all previews in IAM policies. Its name is the pattern `preview*`, so the names of its resources
 * are also patterns.
 * @throws EnvironmentError if `days` is invalid
 */
export function everyPreview(preview: Preview): Environment {
  return previewEnvironment(preview, `${previewPrefix}*`, new Date(0));
}

/** Returns the part of the names of roles and policies that identifies the environment. For all previews, it is `preview`. */
export function accessName({ name, expires }: Pick<Environment, 'name' | 'expires'>): string {
  return expires === undefined ? name : previewPrefix;
}

function withOwnDomain(base: Environment, name: string): Environment {
  if (base.ingress.kind !== 'load-balanced' || base.ingress.domain === undefined) return base;
  const { domain } = base.ingress;
  return { ...base, ingress: { ...base.ingress, domain: { ...domain, name: `${name}.${domain.name}` } } };
}

/**
 * Returns the state of a preview. Only a workspace needs another name: the other kinds of state are already separate for each environment.
 */
function withOwnWorkspace(state: State): State {
  return state.kind === 'cloud' ? { kind: 'cloud', organization: state.organization } : state;
}
