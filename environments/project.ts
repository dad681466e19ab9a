/**
 * The first part of every physical name in AWS, of every environment. To change it deletes what was made under the old name, with its
 * data (docs/changes.md).
 */
export const project = 'eight-digit';

/**
 * The AWS region of every environment whose file names no other. To change it deletes what the old region has, with its data
 * (docs/changes.md).
 */
export const region = 'eu-central-1';
