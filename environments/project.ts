/** The first part of every physical name in AWS, of every environment. Changing it renames, and so replaces, everything. */
export const project = 'eight-digit';
