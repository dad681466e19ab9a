import { bucket } from '../../../stacks/resources/bucket';
import { queue } from '../../../stacks/resources/queue';
import { topic } from '../../../stacks/resources/topic';
import type { Changes } from './fixture-environment';
import { stream } from './stream';

/** A resource of every kind, and of a kind that the stacks do not know. */
export const addedResources = {
  jobs: queue({ app: 'send and receive' }),
  reports: bucket({ app: 'read and write' }),
  news: topic(),
  clicks: stream(),
} satisfies Changes['resources'];
