/** Has the browser save a text as a file, as if it had come from a link. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by then: what is saved is the blob, not its address.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
