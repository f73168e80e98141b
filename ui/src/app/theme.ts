import { createTheme, Modal } from "@mantine/core";

export const theme = createTheme({
  defaultRadius: "md",
  components: {
    // Holding the page still would write a style element, which the policy forbids; the page itself never scrolls.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true, overlayProps: { backgroundOpacity: 0.35 } } }),
  },
});
