import * as v from 'valibot';
import { profilesVariables } from '../../contract';
import { type ProfilesSettings, profilesSchema, toProfilesSettings } from './profiles-settings';
import { schema } from './schema';
import { type ProcessEnvironment, readValues, type Setting, settingsError } from './variables';

/** The settings of the app. Only the AWS SDK reads other environment variables. */
export interface ServerSettings {
  /**
   * The TCP port on which the app listens. 0 means any free port.
   * @default 5000
   */
  readonly port: number;
  /**
   * The address to listen on.
   * @default all interfaces, which a container needs
   */
  readonly listenHost?: string;
  /** The AWS region of the table. */
  readonly region: string;
  /** The name of the table of entries. */
  readonly table: string;
  /**
   * Other origins whose scripts may send requests to the app.
   * @default none
   */
  readonly allowedOrigins: readonly string[];
  /**
   * The maximum number of posts per minute that this process accepts from each client.
   * @default 30
   */
  readonly postsPerMinute: number;
  /**
   * The number of trusted proxies in front of the app: 0 without a proxy, 1 behind a load balancer, or 2 behind
   * CloudFront and a load balancer. The app uses this number to find the client's address in X-Forwarded-For.
   * @default 0
   */
  readonly trustedProxies: number;
  /**
   * Whether a load balancer or CloudFront terminates TLS.
   * @default false
   */
  readonly behindTls: boolean;
  /**
   * How long to keep serving after SIGTERM, in seconds, so that load balancers can stop sending requests.
   * @default 5
   */
  readonly drainSeconds: number;
  /**
   * The CloudWatch namespace of the app's metrics.
   * @default none: no metrics are written
   */
  readonly metricsNamespace?: string;
  /**
   * The settings of the profiles feature.
   * @default none: profiles are off, and their code is not loaded
   */
  readonly profiles?: ProfilesSettings;
  /**
   * The version of the app. The image sets it.
   * @default development
   */
  readonly version: string;
  /**
   * The lowest level that is logged: trace, debug, info, warn, error, fatal or silent.
   * @default info
   */
  readonly logLevel: string;
}

/**
 * Reads and checks every setting. An empty variable counts as unset.
 * @throws Error that lists every invalid variable with its value and the allowed values
 */
export function loadServerSettings(environment: ProcessEnvironment): ServerSettings {
  const values = readValues(environment);
  const hasProfiles = Object.keys(profilesVariables).some((setting) => values[setting as Setting] !== undefined);
  const base = v.safeParse(schema, values);
  const profiles = hasProfiles ? v.safeParse(profilesSchema(values), values) : null;
  if (base.success && profiles === null) return base.output;
  if (base.success && profiles?.success) return { ...base.output, profiles: toProfilesSettings(profiles.output) };
  throw settingsError(values, 'The app cannot start', base, profiles);
}
