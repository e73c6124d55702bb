"""Operations: is this installation healthy, can it be restored, what is deleted and when."""
