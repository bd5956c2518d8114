/** "Anything new?" in one row; triggers raise it in the transaction of each change. */
export const readRegistryVersion = {
  name: 'read-registry-version',
  text: 'select version from registry_version',
};
