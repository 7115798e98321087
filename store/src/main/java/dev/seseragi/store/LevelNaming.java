package dev.seseragi.store;

/**
 * How the folders of a replica's levels are named. Litestream names them differently on different
 * stores (docs/format/replica-layout.md).
 */
public enum LevelNaming {
  /** {@code ltx/0/} … {@code ltx/9/}: directory, SFTP, Google Cloud Storage, Azure. */
  DECIMAL_UNDER_LTX {
    @Override
    public String folder(int level) {
      return "ltx/" + level + "/";
    }
  },

  /** {@code 0000/} … {@code 0009/}: S3 and what speaks it. */
  FOUR_HEX_DIGITS {
    @Override
    public String folder(int level) {
      return "%04x/".formatted(level);
    }
  };

  /** The folder of a level (0 … 9), with a {@code /} at its end. */
  public abstract String folder(int level);
}
