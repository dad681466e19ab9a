/**
 * The first part of every physical name in AWS, of every environment. Changing it renames, and so replaces, everything but
 * tables with a name of their own; which image ran is then forgotten, so deploy again.
 */
export const project = 'eight-digit';
