/**
 * The first part of every physical name in AWS, of every environment. Changing it renames, and so replaces, everything but
 * tables with a name of their own; which image ran is then forgotten, so deploy again.
 */
export const project = 'eight-digit';

/**
 * The AWS region of every environment whose file names no other. Changing it makes everything anew in the new region; what the
 * old one holds stays there, without a state that knows it (docs/operations.md).
 */
export const region = 'eu-central-1';
