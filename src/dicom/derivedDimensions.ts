/**
 * Multi-frame Dimension module of frames that lie in one stack (PS3.3 C.7.6.17,
 * C.7.6.16.2.2.4 Stack): for results whose frames the source's own indices do not count.
 *
 * @module
 */
import type { Attributes, DataSet, Element } from './dcmjs.js';

const STACK_ID = 0x00209056;
const IN_STACK_POSITION_NUMBER = 0x00209057;
const FRAME_CONTENT = 0x00209111;
/** Of the only stack. */
const STACK = '1';

/** The module, and what the Frame Content of each frame then says. */
export interface StackDimensions {
  readonly module: DataSet;
  /** Frame Content of frame `at`, from 0, in the order of the stack. */
  content(item: DataSet, at: number): Element;
}

/** @param uid of the organisation: it need only be unique, which the instance's own already is. */
export function stackDimensions(uid: string, elements: (attributes: Attributes) => DataSet): StackDimensions {
  const index = (pointer: number) => ({
    DimensionOrganizationUID: uid,
    DimensionIndexPointer: pointer,
    FunctionalGroupPointer: FRAME_CONTENT,
  });
  return {
    module: elements({
      DimensionOrganizationSequence: [{ DimensionOrganizationUID: uid }],
      DimensionIndexSequence: [index(STACK_ID), index(IN_STACK_POSITION_NUMBER)],
    }),
    content: (item, at) => ({
      vr: 'SQ',
      Value: [
        {
          ...item,
          ...elements({ StackID: STACK, InStackPositionNumber: at + 1, DimensionIndexValues: [1, at + 1] }),
        },
      ],
    }),
  };
}
