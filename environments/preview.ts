import type { Preview } from '../stacks/environment';
import { dev } from './dev';

/**
 * The settings of previews. `npm run preview` creates a preview: a temporary copy of an environment, with its own names and its own state.
 */
export const preview: Preview = { base: dev, days: 7 };
