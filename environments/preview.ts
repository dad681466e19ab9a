import type { Preview } from '../stacks/environment';
import { dev } from './dev';

/** What `npm run preview` creates: a copy of an environment with its own names and state, for a limited time. */
export const preview: Preview = { base: dev, days: 7 };
