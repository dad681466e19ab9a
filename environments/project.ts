/**
 * The first part of every physical name in AWS, in every environment. Changing it creates new environments, and deletes the old ones
 * with their data or leaves them running, depending on `state` (docs/changes.md).
 */
export const project = 'eight-digit';

/**
 * The AWS region of every environment whose file names no other. To change it deletes what the old region has, with its data
 * (docs/changes.md).
 */
export const region = 'eu-central-1';
