/** How wide a text is, in letters: Chinese characters are twice as wide as others. */
export const lettersOf = (text: string): number => text.length + (text.match(/[^\x00-\xff]/g)?.length ?? 0);
