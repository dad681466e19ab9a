import type { Logger } from 'pino';
import type { ProfilesSettings } from '../settings';
import type { ProfileService } from './profile-service';

export interface ProfilesFeatureProps {
  readonly settings: ProfilesSettings;
  /** The AWS region of the bucket, the table and the secret. */
  readonly region: string;
  readonly log: Logger;
}

/** The profiles feature with everything behind it. `app/server.ts` loads this module where the feature is on, and nothing of this folder elsewhere. */
export interface ProfilesFeature {
  readonly service: ProfileService;
  /** Begins to sweep, every ten minutes. */
  start(): void;
  /** Ends the sweeping and every connection. */
  stop(): Promise<void>;
}

/** Creates the feature from its settings. Nothing is asked of any store before it is used or started. */
export declare function createProfilesFeature(props: ProfilesFeatureProps): ProfilesFeature;
