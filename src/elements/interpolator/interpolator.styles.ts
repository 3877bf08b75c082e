import { css } from 'lit';

export default css`
  .marks {
    display: flex;
    justify-content: space-between;
    padding: 0 4px;
  }
`;
