/** An answer of IndexedDB as a promise. */
export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      // Else the whole transaction is aborted with an error event on the window.
      event.preventDefault();
      reject(request.error);
    };
  });
}
