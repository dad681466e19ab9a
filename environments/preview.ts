import type { Preview } from '../stacks/preview';
import { dev } from './dev';

/**
 * The settings of previews. `npm run preview` creates a preview: a temporary copy of the environment `base`, with its own names and state.
 * A preview expires after `days` days, unless it is deployed again.
 */
export const preview: Preview = { base: dev, days: 7 };
