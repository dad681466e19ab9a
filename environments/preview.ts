import type { Preview } from '../stacks/environment';
import { dev } from './dev';

/**
 * The settings of previews. `npm run preview` creates a preview: a temporary copy of the environment `base`, with its own names and state.
 * Unless it is updated, it expires after `days`.
 */
export const preview: Preview = { base: dev, days: 7 };
