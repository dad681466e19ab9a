import { variables } from '../../contract';
import { appContainer } from '../app-container';
import type { Profiles } from '../profiles/profiles';
import type { AppSettings } from '../settings/app-settings';
import { type Ingress, isSecure } from '../settings/ingress-settings';

export interface SharedVariablesProps {
  readonly region: string;
  /** The name of the table of entries. @default none: the app has no such table */
  readonly tableName?: string | undefined;
  readonly ingress: Ingress;
  readonly app: AppSettings;
  /** The CloudWatch namespace of the app's own metrics. @default none: the app writes no metrics */
  readonly metricsNamespace?: string;
  /** The environment variables of profiles. @default none: the app has no profiles */
  readonly profiles?: Pick<Profiles, 'variables'>;
}

/** Returns the environment variables that all containers of a task have in common. A variable may be undefined. */
export function sharedVariables(props: SharedVariablesProps): Record<string, string | undefined> {
  const { region, tableName, ingress, app, metricsNamespace, profiles } = props;
  return {
    [variables.port]: String(appContainer(props).port),
    [variables.region]: region,
    [variables.table]: tableName,
    [variables.trustedProxies]: String(trustedProxies(ingress)),
    [variables.behindTls]: isSecure(ingress) ? 'true' : undefined,
    [variables.allowedOrigins]: app.allowedOrigins?.join(','),
    [variables.postsPerMinute]: app.postsPerMinute?.toString(),
    [variables.metricsNamespace]: metricsNamespace,
    ...profiles?.variables,
  };
}

/**
 * Returns how many proxies append a client address to X-Forwarded-For: CloudFront and the load balancer. Without a proxy, the app must not
 * trust this header.
 */
function trustedProxies(ingress: Ingress): 0 | 1 | 2 {
  if (ingress.kind === 'direct') return 0;
  return ingress.cdn ? 2 : 1;
}

/** Returns the environment variables that have a value, in the format of ECS container definitions. */
export function nameValuePairs(environment: Record<string, string | undefined>): { name: string; value: string }[] {
  return sortedPairs(environment).flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

/** Returns the secrets in the format of ECS container definitions. */
export function secretPairs(secrets: Readonly<Record<string, string>>): { name: string; valueFrom: string }[] {
  return sortedPairs(secrets).map(([name, valueFrom]) => ({ name, valueFrom }));
}

/** Returns the entries sorted by name, because ECS returns them in this order. Any other order would show up as a change in every plan. */
function sortedPairs<Value>(values: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
}
