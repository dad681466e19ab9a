/**
 * The first part of every name in AWS. If you change it, Terraform creates new environments. Depending on `state`, it deletes the old
 * environments with their data, or leaves them running (docs/changes.md).
 */
export const project = 'eight-digit';

/**
 * The AWS region of each environment whose file does not set another region. If you change it, Terraform deletes everything in the old
 * region, including the data (docs/changes.md).
 */
export const region = 'eu-central-1';
